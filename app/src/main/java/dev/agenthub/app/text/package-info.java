/**
 * Texts for people, shared by command line and desktop: messages, dates, sizes, hashes,
 * and hidden or misleading characters in untrusted text.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.text;
