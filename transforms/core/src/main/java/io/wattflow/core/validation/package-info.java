/** What a reading must satisfy before it may enter a rollup. */
@NullMarked
package io.wattflow.core.validation;

import org.jspecify.annotations.NullMarked;
