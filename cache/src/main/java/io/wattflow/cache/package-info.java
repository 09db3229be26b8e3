/**
 * What the writers of rollups and the readers of answers agree on in Redis: the names of keys, how
 * a change of rows is told, and which cached answers it evicts.
 */
@NullMarked
package io.wattflow.cache;

import org.jspecify.annotations.NullMarked;
