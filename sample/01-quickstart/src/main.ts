import 'reflect-metadata';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { PayamSmsExceptionFilter } from './payamsms-exception.filter.js';
import { explainStartFailure } from './start-failure.js';
import { Story } from './story/story.js';

async function bootstrap(port: number): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    // A start that fails is told below, in a line or two; one that succeeds by the story.
    logger: false,
    abortOnError: false,
    // Open browser tabs keep connections; ending must not wait for them.
    forceCloseConnections: true,
  });
  app.useGlobalFilters(new PayamSmsExceptionFilter());
  app.enableShutdownHooks([], { useProcessExit: true });

  const document = new DocumentBuilder()
    .setTitle('nestjs-payamsms quickstart')
    .setDescription('One-time passwords, broadcasts, states, balance and scheduled messages.')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, document));

  // Loopback only: with a real account, whoever reaches these endpoints sends at its cost.
  await app.listen(port, '127.0.0.1');
  app.useLogger(new ConsoleLogger({ logLevels: ['warn', 'error', 'fatal'] }));
  await app.get(Story).tell((app.getHttpServer().address() as { port: number }).port);
}

const port = Number(process.env.PORT ?? 3000);

bootstrap(port).catch((error: unknown) => {
  console.error(explainStartFailure(error, port));
  process.exit(1);
});
