/** Tests of the front, most of them on a real process through the official clients. */
@NullMarked
package io.wattflow.platform.clickhouse;

import org.jspecify.annotations.NullMarked;
