import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { PayamSmsConfigurationError } from 'nestjs-payamsms';
import { AppModule } from './app.module.js';
import { Story } from './story.js';

async function bootstrap(): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: ['warn', 'error', 'fatal'],
    abortOnError: false,
  });
  // So that the text in hand is finished, or put back, when the process is told to end.
  app.enableShutdownHooks([], { useProcessExit: true });
  await app.get(Story).tell();
}

bootstrap().catch((error: unknown) => {
  console.error(error instanceof PayamSmsConfigurationError ? error.message : error);
  process.exit(1);
});
