/** What requests cost over HTTP: with many that wait against few, and against the least that a database could do. */
@NullMarked
package dev.agenthub.bench.requests;

import org.jspecify.annotations.NullMarked;
