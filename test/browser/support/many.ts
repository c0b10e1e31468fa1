/** Fills a simulator, by its import, with messages to a third as many numbers. */
export async function importMessages(url: string, count: number): Promise<void> {
  const startMs = Date.now() - count * 1_000;
  const messages = Array.from({ length: count }, (_, index) => ({
    serverId: String(2_000_000 + index),
    customerId: `order-${index}`,
    sender: '982000123',
    recipient: `98912${String(index % Math.ceil(count / 3)).padStart(7, '0')}`,
    body: `کد شما ${persian(10_000 + index)} است. سفارش شماره‌ی ${index} كامل شد.`,
    parts: 1,
    price: 1_000,
    acceptedAt: new Date(startMs + index * 1_000),
  }));
  const response = await fetch(`${url}/_simulator/state`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ format: 'payamsms-simulator', formatVersion: 1, messages }),
  });
  if (!response.ok) throw new Error(`The import was refused: ${await response.text()}`);
}

const persian = (number: number): string =>
  String(number).replace(/\d/g, (digit) => String.fromCodePoint(0x6f0 + Number(digit)));
