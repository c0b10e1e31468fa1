import { jest } from '@jest/globals';
import { Logger, type ModuleMetadata } from '@nestjs/common';
import type { Stage } from './stage.js';

/** What is said at the start of an app, from its making to its bootstrap. */
export async function saidAtStart(stage: Stage, metadata: ModuleMetadata): Promise<string[]> {
  const said: string[] = [];
  for (const level of ['warn', 'error'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((message: unknown) => {
      said.push(String(message));
    });
  }
  await stage.context(metadata);
  return said;
}
