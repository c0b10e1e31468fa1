import {
  BadRequestException,
  Body,
  Controller,
  HttpCode,
  HttpStatus,
  ParseDatePipe,
  Post,
} from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type SendReport, SmsService } from 'nestjs-payamsms';
import { BROADCAST_EXAMPLES, BroadcastRequest, REPORT_EXAMPLE } from './broadcast.dto.js';

@ApiTags('Messages')
@Controller('broadcast')
export class BroadcastController {
  constructor(private readonly sms: SmsService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Send one text to many, now or later' })
  @ApiBody({ type: BroadcastRequest, examples: BROADCAST_EXAMPLES })
  @ApiOkResponse({
    description: 'What became of each: accepted, rejected, unsent or unknown',
    example: REPORT_EXAMPLE,
  })
  broadcast(
    @Body('recipients') recipients: unknown,
    @Body('text') text: string,
    @Body('sendAt', new ParseDatePipe({ optional: true })) sendDate?: Date,
  ): Promise<SendReport> {
    if (!Array.isArray(recipients)) throw new BadRequestException('recipients must be a list');
    // A number or a text that cannot be right is rejected by itself; nothing to check here.
    return this.sms.sendMany(
      recipients.map((recipient: string) => ({ recipient, body: text, sendDate })),
    );
  }
}
