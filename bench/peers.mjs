/** The clients of other services, and what they come from, to be installed with `npm ci --prefix bench`. */
const PEERS = { "Kavenegar's client": 'kavenegar', "Twilio's client": 'twilio' };

/** Whether what a contender needs is installed; says so where it is not. */
export function isPresent(name) {
  if (!(name in PEERS)) return true;
  try {
    return Boolean(import.meta.resolve(PEERS[name]));
  } catch {
    console.log(`Left out: ${name}. To compare with it: npm ci --prefix bench`);
    return false;
  }
}
