import { ApiProperty } from '@nestjs/swagger';

export class BroadcastRequest {
  @ApiProperty()
  recipients!: string[];

  @ApiProperty()
  text!: string;

  @ApiProperty({ required: false, type: String, format: 'date-time' })
  sendAt?: Date;
}

const recipients = ['0912 345 6789', '+98 935 111 2233', '0912 12'];

export const BROADCAST_EXAMPLES = {
  now: {
    summary: 'Now, one of the numbers being wrong',
    value: { recipients, text: 'فروشگاه ما فردا ساعت ۹ باز است.' },
  },
  later: {
    summary: 'Later',
    value: { recipients, text: 'سال نو مبارک', sendAt: '2030-03-20T20:00:00+03:30' },
  },
};

const told = { body: 'سلام', sender: '982000123' };

export const REPORT_EXAMPLE = {
  accepted: [
    {
      status: 'accepted',
      index: 0,
      customerId: '3b4f3br97975q0',
      recipient: '989123456789',
      ...told,
      serverId: '1000005',
    },
  ],
  rejected: [
    {
      status: 'rejected',
      index: 1,
      customerId: '3b4f3br97975q1',
      recipient: '0912 12',
      ...told,
      code: 'E43',
      description: "The recipient's number is invalid",
      local: true,
    },
  ],
  unsent: [],
  unknown: [],
};
