import {
  Body,
  Controller,
  HttpCode,
  HttpStatus,
  Post,
  UnauthorizedException,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnauthorizedResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { OtpAttempt, OtpRequest, OtpSent } from './otp.dto.js';
import { OtpService } from './otp.service.js';

@ApiTags('One-time passwords')
@Controller('otp')
export class OtpController {
  constructor(private readonly otp: OtpService) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({ summary: 'Send a one-time password' })
  @ApiBody({ type: OtpRequest })
  @ApiAcceptedResponse({ type: OtpSent })
  @ApiUnprocessableEntityResponse({ description: 'Rejected, such as E43: not an Iranian number' })
  @ApiServiceUnavailableResponse({ description: 'Certainly not sent: try again' })
  send(@Body('phone') phone: string): Promise<OtpSent> {
    return this.otp.send(phone);
  }

  @Post('verify')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Check the code that was typed' })
  @ApiBody({ type: OtpAttempt })
  @ApiNoContentResponse({ description: 'It was right, and cannot be used again' })
  @ApiUnauthorizedResponse({ description: 'It was wrong, late or used' })
  verify(@Body('phone') phone: string, @Body('code') code: string): void {
    if (!this.otp.verify(phone, code)) {
      throw new UnauthorizedException('The code is wrong, late or used');
    }
  }
}
