import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { PayamSmsConfigurationError } from '../errors/configuration.error.js';
import { missingModule } from '../errors/missing-module.js';
import { variableOf } from './variables.js';

/** An optional package of Nest that an option needs. */
export interface Companion {
  /** The option that was set, such as `inbox.numbers`. */
  option: string;
  /** The account that has the option. */
  account?: string;
  /** Its name at npm. */
  package: string;
  /** What the app must import. */
  module: string;
}

/**
 * Loads a companion, which an app without that option need not have installed.
 *
 * @throws {PayamSmsConfigurationError} when it is not installed
 */
export async function loadCompanion<T>(companion: Companion, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    // A package that the companion needs itself may be missing too.
    if (missingModule(error) !== companion.package) throw error;
    throw missing(companion, `is not installed: npm install ${companion.package}, and then import`);
  }
}

/**
 * Makes all connections that one option needs; one error names every companion that is missing.
 *
 * @throws {PayamSmsConfigurationError} that names them, where there are such
 */
export async function connectAll(connections: readonly (() => Promise<unknown>)[]): Promise<void> {
  const results = await Promise.allSettled(connections.map((connect) => connect()));
  const errors: unknown[] = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  const problems = errors.flatMap((error) => {
    if (error instanceof PayamSmsConfigurationError) return error.problems;
    throw error;
  });
  const [first, ...others] = problems;
  if (!first) return;
  const problem = [first, ...others].map((missed) => missed.problem).join('; and ');
  throw new PayamSmsConfigurationError([{ ...first, problem }]);
}

/**
 * Finds what a companion's module provides, wherever the app has imported it.
 *
 * @throws {PayamSmsConfigurationError} when the app has not
 */
export function findProvided<T>(companion: Companion, moduleRef: ModuleRef, token: Type<T>): T {
  try {
    return moduleRef.get<T>(token, { strict: false });
  } catch {
    // Nest has no other way to say that it is not provided.
    throw missing(companion, 'is not imported by the app: add');
  }
}

function missing({ option, account, package: name, module }: Companion, what: string): Error {
  const variable = variableOf(option, account);
  return new PayamSmsConfigurationError([
    {
      option,
      ...(variable && { variable }),
      problem: `needs ${name}, which ${what} ${module} in your AppModule`,
    },
  ]);
}
