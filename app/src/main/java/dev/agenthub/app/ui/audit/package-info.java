/** The audit screen: the log's events with their exact bytes, newest first, exports, and declared restores. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.audit;
