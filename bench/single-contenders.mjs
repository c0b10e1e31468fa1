import { HttpModule, HttpService } from '@nestjs/axios';
import axios from 'axios';
import { firstValueFrom } from 'rxjs';
import { Pool } from 'undici';
import { AT_ONCE, boot, openModule } from './app.mjs';

const message = { recipient: '989121234567', body: 'کد ورود شما: 48213\nآن را به کسی ندهید.' };

/** Ways to send one message. `lastSend` tells what the module's send puts on the wire, for the others to do the same. */
export async function openContenders({ url, lastSend }) {
  const [app, plain] = await Promise.all([openModule(url), boot(HttpModule.register({}))]);
  const { sms, axiosRef } = app;
  await sms.send(message);

  const { path, body } = await lastSend();
  const post = JSON.parse(body);
  const target = url + path;
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    Authorization: 'Bearer bench',
  };
  const http = plain.get(HttpService, { strict: false });
  // The module's interceptor sets the token.
  const untokened = { Accept: headers.Accept, 'Content-Type': headers['Content-Type'] };
  const bytes = Buffer.from(body);
  const pool = new Pool(url, { connections: AT_ONCE });

  return {
    // All but the one that says so take the body as an object and end with the answer as one.
    contenders: {
      'undici Pool': async () => {
        const answer = await pool.request({
          method: 'POST',
          path,
          headers,
          body: JSON.stringify(post),
        });
        return answer.body.json();
      },
      'axios, defaults': async () => (await axios.post(target, post, { headers })).data,
      'HttpService, defaults': async () =>
        (await firstValueFrom(http.post(target, post, { headers }))).data,
      "the module's axiosRef": async () => {
        const data = Buffer.from(JSON.stringify(post));
        const answer = await axiosRef.post(target, data, { headers: untokened });
        return JSON.parse(answer.data.toString());
      },
      "the module's axiosRef, bytes only": () =>
        axiosRef.post(target, bytes, { headers: untokened }),
      'SmsService.send': () => sms.send(message),
    },
    close: () => Promise.all([app.close(), plain.close(), pool.close()]),
  };
}
