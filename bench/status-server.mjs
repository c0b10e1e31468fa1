// The other side of delivery.mjs, in a process of its own: the login, and states cut out of the question, as little as a right
// answer takes. Tells its parent the address.
import { createServer } from 'node:http';

const TOKEN = Buffer.from(JSON.stringify({ access_token: 'bench', expires_in: 36_000 }));

/** What stands around an id. With `number` it is a JSON number, as long ids are on the wire. */
function frame(quote) {
  return [
    `{"customerId":"c","serverId":${quote}`,
    `${quote},"totalParts":1,"totalDeliveredParts":1,"totalUnDeliveredParts":0,"totalUnKnownParts":0,"status":"Send Successfully"}`,
  ];
}

const [before, after] = frame(process.argv[2] === 'number' ? '' : '"');

function statesOf(url) {
  const ids = url.slice(url.indexOf('&ids=') + 5).replaceAll('&ids=', `${after},${before}`);
  return Buffer.from(`[${before}${ids}${after}]`, 'latin1');
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const answer = request.method === 'GET' ? statesOf(request.url) : TOKEN;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': answer.length,
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
