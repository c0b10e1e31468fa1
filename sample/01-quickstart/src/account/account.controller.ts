import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { AccountService } from 'nestjs-payamsms';

export class Balance {
  @ApiProperty({ example: 1_000_000_000 })
  rials!: number;
}

@ApiTags('Account')
@Controller('balance')
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Get()
  @ApiOperation({ summary: 'Read the credit that is left' })
  @ApiOkResponse({ type: Balance })
  async balance(): Promise<Balance> {
    return { rials: await this.account.getBalance() };
  }
}
