/** What {@code wattflow report} shows. */
@NullMarked
package io.wattflow.cli.report;

import org.jspecify.annotations.NullMarked;
