import { cpus } from 'node:os';

/** What a figure is worth nothing without. */
export function describeMachine() {
  const [{ model }] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.version}, ${cpus().length} x ${model.trim()}`;
}
