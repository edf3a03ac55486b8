package dev.agenthub.db;

/** A password that a person gave; it does not print itself. */
public record Password(String text) {

    @Override
    public String toString() {
        return "***";
    }
}
