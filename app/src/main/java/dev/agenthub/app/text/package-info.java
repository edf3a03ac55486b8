/**
 * Texts for people that the command line and the desktop share: sentences, dates, sizes and hashes, and what hides in the texts of others.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.text;
