package dev.agenthub.api;

/**
 * What one call of a tool counts against budgets. A value that an argument gives is stated as the argument's JSON Pointer (RFC 6901).
 *
 * @param amount a decimal number, or the pointer, which begins with a slash
 * @param currency three letters of ISO 4217, or the pointer
 * @param minorUnits whether the amount counts the smallest unit of the currency
 */
public record CatalogCost(String amount, String currency, boolean minorUnits) {

    public CatalogCost {
        amount = Check.present("amount", amount);
        currency = Check.present("currency", currency);
    }
}
