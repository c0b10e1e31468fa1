import 'reflect-metadata';
import { Logger } from '@nestjs/common/services/logger.service.js';

// Nest's own switch for no logs (`logger: false`), for code that logs without an app. A test that looks at logs records them.
Logger.overrideLogger(false);
