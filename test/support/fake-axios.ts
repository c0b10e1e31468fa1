import { HttpService } from '@nestjs/axios';
import { type AxiosInstance, create, type InternalAxiosRequestConfig } from 'axios';

export interface FakeAnswer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
  /** As the adapters have it. */
  unreadable?: string;
}

type Answer = (request: InternalAxiosRequestConfig) => FakeAnswer | Promise<FakeAnswer>;

/** An axios that asks a function in place of the network. */
export function fakeAxios(answer: Answer): AxiosInstance {
  return create({
    validateStatus: null,
    adapter: async (config) => {
      const { body = '', headers = {}, ...rest } = await answer(config);
      return { ...rest, data: Buffer.from(body), headers, statusText: '', config };
    },
  });
}

export function fakeHttp(answer: Answer): HttpService {
  return new HttpService(fakeAxios(answer));
}

export function authorizationOf({ headers }: InternalAxiosRequestConfig): string {
  return String(headers.get('Authorization'));
}
