import { ApiProperty } from '@nestjs/swagger';

export class OtpRequest {
  @ApiProperty({ example: '0912 345 6789', description: 'In any form people write it' })
  phone!: string;
}

export class OtpSent {
  @ApiProperty({ example: '989123456789' })
  phone!: string;

  @ApiProperty({ example: '1000000', description: 'Ask for the delivery state by it' })
  serverId!: string;

  @ApiProperty({ example: 120, description: 'Seconds' })
  expiresIn!: number;
}

export class OtpAttempt extends OtpRequest {
  @ApiProperty({ example: '482913' })
  code!: string;
}
