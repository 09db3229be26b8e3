/**
 * ClickHouse's HTTP interface in front of the ClickHouse engine as a library.
 *
 * <p>Reads top down: {@link io.wattflow.platform.clickhouse.ClickHouseFront} is the process, {@link
 * io.wattflow.platform.clickhouse.HttpFront} the server, {@link
 * io.wattflow.platform.clickhouse.StatementRunner} one request, {@link
 * io.wattflow.platform.clickhouse.Engine} the library.
 */
@NullMarked
package io.wattflow.platform.clickhouse;

import org.jspecify.annotations.NullMarked;
