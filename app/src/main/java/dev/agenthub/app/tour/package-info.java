/** The tour: an afternoon with the sample organization, driven through the real window and checked at every step. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.tour;
