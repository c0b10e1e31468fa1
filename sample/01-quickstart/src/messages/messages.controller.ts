import { Controller, Get, NotFoundException, Param, ParseEnumPipe, Query } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { type MessageStatus, ReportService } from 'nestjs-payamsms';

const IdKind = { serverId: 'serverId', customerId: 'customerId' } as const;
type IdKind = keyof typeof IdKind;

@ApiTags('Messages')
@Controller('messages')
export class MessagesController {
  constructor(private readonly reports: ReportService) {}

  @Get(':id')
  @ApiOperation({ summary: 'Ask what became of a message, by either of its ids' })
  @ApiParam({ name: 'id', example: '1000000' })
  @ApiQuery({ name: 'by', enum: IdKind, required: false })
  @ApiOkResponse({ description: 'Several only where a customerId was used more than once' })
  @ApiNotFoundResponse({ description: 'The service knows no such message' })
  async status(
    @Param('id') id: string,
    @Query('by', new ParseEnumPipe(IdKind, { optional: true })) by?: IdKind,
  ): Promise<MessageStatus[]> {
    const statuses = id.trim() ? await this.reports.getStatuses([id], { by }) : [];
    if (statuses.some(({ found }) => found)) return statuses;
    throw new NotFoundException(`No message has the ${by ?? 'serverId'} ${id}`);
  }
}
