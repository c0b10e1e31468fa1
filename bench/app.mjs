import 'reflect-metadata';
import { HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
// By its path: `bench` is a package of its own, in which the module's name means nothing.
import { PayamSmsModule, SmsService } from '../dist/index.js';

export const ACCOUNT = {
  clientId: 'bench',
  clientSecret: 'bench',
  systemName: 'bench',
  username: 'bench',
  password: 'bench',
  sender: '982000',
};

export const AT_ONCE = 8;

class App {}
Module({})(App);

export const boot = (...imports) =>
  NestFactory.createApplicationContext({ module: App, imports }, { logger: ['error', 'warn'] });

/** An app with the module, everything on. */
export async function openModule(url) {
  const app = await boot(
    PayamSmsModule.forRoot({ baseUrl: url, ...ACCOUNT, maxConcurrency: AT_ONCE }),
  );
  return {
    sms: app.get(SmsService, { strict: false }),
    axiosRef: app.get(HttpService, { strict: false }).axiosRef,
    close: () => app.close(),
  };
}
