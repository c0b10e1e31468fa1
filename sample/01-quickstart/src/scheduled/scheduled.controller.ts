import {
  BadRequestException,
  ConflictException,
  Controller,
  Delete,
  Get,
  Param,
  ParseIntPipe,
  Query,
} from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { type Cancellation, type ScheduledPage, ScheduleService } from 'nestjs-payamsms';

@ApiTags('Scheduled messages')
@Controller('scheduled')
export class ScheduledController {
  constructor(private readonly schedule: ScheduleService) {}

  @Get()
  @ApiOperation({ summary: 'List the messages that wait for their time' })
  @ApiQuery({ name: 'page', required: false, example: 0 })
  @ApiOkResponse({ description: 'One page of them; the first is 0' })
  list(@Query('page', new ParseIntPipe({ optional: true })) page = 0): Promise<ScheduledPage> {
    if (page < 0) throw new BadRequestException('The first page is 0');
    return this.schedule.list({ from: new Date() }, { page });
  }

  @Delete(':serverId')
  @ApiOperation({ summary: 'Cancel one before it is sent' })
  @ApiParam({ name: 'serverId', example: '1000004' })
  @ApiOkResponse({ description: 'It will not be sent' })
  @ApiConflictResponse({ description: 'Too late, or no such message' })
  async cancel(@Param('serverId') serverId: string): Promise<Cancellation> {
    const cancellation = await this.schedule.cancel(serverId);
    if (cancellation.cancelled) return cancellation;
    throw new ConflictException(`${serverId} could not be cancelled: too late, or no such message`);
  }
}
