import { invalid } from '../input/parser.js';
import { isPagePath } from './paths.js';
import { ControlProblem, notFound } from './problem.js';
import { CONTROL_ROUTES, PAGE_ROUTE, type ControlRoute } from './routes.js';

const patterns = CONTROL_ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

/** The route of a request, and the values of the names in its path. Throws a 404 or a 405. */
export function routeOf(method: string, path: string): { route: ControlRoute; names: string[] } {
  if (isPagePath(path)) return { route: PAGE_ROUTE, names: [] };
  const matches = patterns.flatMap(({ route, pattern }) => {
    const match = pattern.exec(path);
    return match ? [{ route, encoded: match.slice(1) }] : [];
  });
  const match = matches.find(({ route }) => route.method === method);
  if (match) return { route: match.route, names: match.encoded.map(decode) };
  if (matches.length === 0) {
    throw notFound(`There is no path ${path}; /_simulator/docs lists all paths.`);
  }
  const allow = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  const message = `${path} allows ${allow}, not ${method}.`;
  throw new ControlProblem(405, 'method-not-allowed', message, {}, { allow });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid('', `${segment} in the path is not percent-encoded UTF-8`);
  }
}
