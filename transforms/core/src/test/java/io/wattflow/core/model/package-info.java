@NullMarked
package io.wattflow.core.model;

import org.jspecify.annotations.NullMarked;
