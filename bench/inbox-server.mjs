// The other side of bench:inbox, in a process of its own: a login, and an inbox by id that shows so many texts more with each
// read that has seen all before. Tells its parent the address, and how many reads there were when asked.
import { createServer } from 'node:http';

const [total, perAnswer] = process.argv.slice(2).map(Number);
const TOKEN = Buffer.from('{"access_token":"bench","expires_in":3600,"scope":"webservice"}');

const entries = Array.from(
  { length: total },
  (_, index) =>
    `{"id":${1_000_000 + index},"body":"رأی من به گزینه شماره ${index % 9} است","from":"98912${1_000_000 + index}","to":"982000","date":"2026-11-20 10:${String(index % 60).padStart(2, '0')}:00"}`,
);
let visible = 0;
let reads = 0;

function answerTo(url) {
  if (!url.pathname.startsWith('/report/')) return TOKEN;
  reads++;
  const after = Math.max(0, Number(url.searchParams.get('id')) - 999_999);
  visible = Math.min(total, visible + perAnswer);
  return Buffer.from(`[${entries.slice(after, visible).join(',')}]`);
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const answer = answerTo(new URL(request.url, 'http://127.0.0.1'));
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': answer.length,
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ reads }));
process.on('disconnect', () => process.exit());
