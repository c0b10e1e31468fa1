// The other side of the benchmarks, in a process of its own: the login and the sends, as little as a right answer takes.
// Its argument is how many milliseconds a send takes. Tells its parent the address; `last` asks for the latest send as it
// came, `calls` for how many there were since that was asked last.
import { createServer } from 'node:http';
import { accept } from './accept.mjs';
import { KAVENEGAR_ANSWER, TWILIO_ANSWER } from './peer-answers.mjs';

const TOKEN = JSON.stringify({ access_token: 'bench', expires_in: 3600, scope: 'webservice' });
const delayMs = Number(process.argv[2] ?? 0);
let last;
let calls = 0;

function answerTo(path, body) {
  if (path.startsWith('/panel/')) {
    last = { path, body };
    calls++;
    return Buffer.from(accept(body.latin1Slice()), 'latin1');
  }
  if (path.startsWith('/2010-04-01/')) {
    calls++;
    return TWILIO_ANSWER;
  }
  // Kavenegar's client asks with a whole URL, as one asks a proxy.
  if (path.endsWith('/sms/sendarray.json')) return KAVENEGAR_ANSWER;
  return Buffer.from(TOKEN);
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = answerTo(request.url, Buffer.concat(chunks));
    response.writeHead(answer === TWILIO_ANSWER ? 201 : 200, {
      'Content-Type': 'application/json',
      'Content-Length': answer.length,
    });
    const isLogin = request.url.includes('/oauth/');
    if (delayMs > 0 && !isLogin) setTimeout(() => response.end(answer), delayMs);
    else response.end(answer);
  });
});

const ANSWERS = {
  last: () => ({ path: last.path, body: last.body.toString() }),
  calls: () => {
    const since = calls;
    calls = 0;
    return since;
  },
};

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', (question) => process.send(ANSWERS[question]()));
process.on('disconnect', () => process.exit());
