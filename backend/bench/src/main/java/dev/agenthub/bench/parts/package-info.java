/** The parts of a verification, each against what it replaces or cannot do without (JMH). */
@NullMarked
package dev.agenthub.bench.parts;

import org.jspecify.annotations.NullMarked;
