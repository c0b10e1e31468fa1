// The other side of the benchmark, in a process of its own: the login and the three sends, as little as a right answer takes.
// Tells its parent the address; `last` asks for the latest send as it came.
import { createServer } from 'node:http';

const TOKEN = JSON.stringify({ access_token: 'bench', expires_in: 3600, scope: 'webservice' });
let serverId = 0;
let last;

function accept(body) {
  const sent = JSON.parse(body);
  const items = Array.isArray(sent) ? sent : sent.smsItems;
  const accepted = items.map(({ customerId, recipient }) => ({
    customerId,
    mobile: recipient,
    serverId: String(++serverId),
  }));
  return JSON.stringify(accepted);
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const login = request.url === '/auth/oauth/token';
    const answer = login ? TOKEN : accept(body);
    if (!login) last = { path: request.url, body };
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send(last));
process.on('disconnect', () => process.exit());
