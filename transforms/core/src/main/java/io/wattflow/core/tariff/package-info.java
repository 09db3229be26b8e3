/** What a kilowatt-hour costs, when; and the file in which it is written down. */
@NullMarked
package io.wattflow.core.tariff;

import org.jspecify.annotations.NullMarked;
