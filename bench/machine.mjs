import { cpus, loadavg } from 'node:os';

/** What a figure is worth nothing without. The load says how many others wanted the processors. */
export function describeMachine() {
  const [{ model }] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.version}, ${cpus().length} x ${model.trim()}, ${describeLoad()}`;
}

export function describeLoad() {
  return `load ${loadavg()[0].toFixed(1)}`;
}
