/** One part: with the number at its end, 70 characters. */
const TEXT = 'مشتری گرامی، سفارش شما آماده است. تا پایان امروز می‌رسد. کد: '.padEnd(63, '.');

/** Plain numbers and Persian texts of 70 characters, no two alike within ten million. */
export function messageAt(i) {
  const digits = String(i % 10_000_000).padStart(7, '0');
  return { recipient: `98912${digits}`, body: TEXT + digits };
}

export const messagesFrom = (first, count) =>
  Array.from({ length: count }, (_, i) => messageAt(first + i));

/** What a send of these takes on the wire, when ids are one's own affair. */
export const postOf = (messages, idAt) => ({
  sender: '982000',
  smsItems: messages.map((message, i) => ({ ...message, customerId: idAt(i) })),
});
