import type { PayamSmsModuleOptions } from '../../../lib/index.js';

/** What a listening process is told. */
export interface ListenerOrders {
  /** Where it writes down what it hears. */
  journal: string;
  /** The store, as a text names it. */
  store: string;
  options: Omit<PayamSmsModuleOptions, 'store'>;
}
