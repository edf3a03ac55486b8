/**
 * What people wait for in the window: it opens, is scrolled and filtered, and shows what was asked for, against the same of plain JavaFX.
 */
@NullMarked
package dev.agenthub.bench.window;

import org.jspecify.annotations.NullMarked;
