/** The report of a verification: its verdict, its findings and what was counted, as text for people and as JSON. */
@NullMarked
package dev.agenthub.evidence.verify.report;

import org.jspecify.annotations.NullMarked;
