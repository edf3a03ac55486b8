/** Commands for operators of an external PostgreSQL: migrate, doctor, organizations, rotate-keys, rotate-vault and setup. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli.database;
