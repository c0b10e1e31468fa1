import { readFile } from 'node:fs/promises';
import { appPackage, packageFile } from './package.js';
import { notFound } from './problem.js';
import type { ControlAnswer, Handler } from './request.js';
import { staticFile } from './static-file.js';

/** Swagger UI sets inline styles; its scripts are files. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; " +
  "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png']);

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The simulator of PayamSMS</title>
<link rel="stylesheet" href="/_simulator/docs/swagger-ui.css">
<link rel="icon" href="/_simulator/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/_simulator/docs/swagger-ui-bundle.js"></script>
<script src="/_simulator/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/_simulator/openapi.yaml', dom_id: '#swagger-ui', deepLinking: true });
`;

const HOW_TO_ADD = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The simulator of PayamSMS</title></head>
<body>
<h1>The simulator's REST interface</h1>
<p>It is described in <a href="/_simulator/openapi.yaml">OpenAPI 3.1</a>.</p>
<p>To read it as a Swagger page here, add <code>swagger-ui-dist</code> to the app, in whose directory the simulator
was started: <code>npm install --save-dev swagger-ui-dist</code>. It also comes with <code>@nestjs/swagger</code>.</p>
</body>
</html>
`;

export const getDocs: Handler = () => html(swaggerUi() === undefined ? HOW_TO_ADD : PAGE);

export const getDocsFile: Handler = async ({ names: [name = ''] }) => {
  if (name === 'start.js') return answer('text/javascript; charset=utf-8', START);
  const directory = FILES.has(`/${name}`) ? swaggerUi() : undefined;
  const headers = { 'content-security-policy': POLICY, 'cache-control': 'no-cache' };
  const file = directory && (await staticFile(directory, `/${name}`, headers));
  if (file) return file;
  throw notFound(`The Swagger page has no file ${name}.`);
};

export const getOpenApi: Handler = async () => {
  // The first path exists in the repository, the second in the installed package.
  const file = packageFile(
    'lib/simulator/control/simulator.openapi.yaml',
    'dist/simulator/simulator.openapi.yaml',
  );
  if (file === undefined)
    throw notFound('The file simulator.openapi.yaml is missing in the package.');
  return answer('application/yaml', await readFile(file));
};

function swaggerUi(): string | undefined {
  return appPackage('swagger-ui-dist') ?? appPackage('swagger-ui-dist', '@nestjs/swagger');
}

function html(text: string): ControlAnswer {
  return answer('text/html; charset=utf-8', text);
}

function answer(type: string, content: string | Buffer): ControlAnswer {
  const headers = { 'content-type': type, 'content-security-policy': POLICY };
  return { status: 200, headers, content };
}
