/** Whether a path is the simulator's own; all others are the web service's. */
export function isControlRequest(method: string, path: string): boolean {
  if (path === '/_simulator' || path.startsWith('/_simulator/')) return true;
  return (method === 'GET' || method === 'HEAD') && isPagePath(path);
}

export function isPagePath(path: string): boolean {
  return /^\/(?:index\.html|favicon\.(?:ico|svg)|assets\/.+)?$/.test(path);
}
