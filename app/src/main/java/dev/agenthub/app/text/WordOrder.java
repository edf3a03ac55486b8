package dev.agenthub.app.text;

/** Keeps the words of a text in the order in which they were written, whatever their script's direction is. */
public final class WordOrder {
    /** Left-to-right mark: draws nothing, and ends the reach of what is written from right to left. */
    private static final char MARK = '\u200E';

    private WordOrder() {}

    /**
     * {@code text}, in which nothing hidden is left, with every run of right-to-left letters shut in between marks: inside it the letters
     * stand as their script wants, but no number or name beside it changes sides.
     */
    public static String kept(String text) {
        StringBuilder kept = new StringBuilder();
        boolean inside = false;
        for (int codePoint : text.codePoints().toArray()) {
            boolean joins = inside
                    && Character.getDirectionality(codePoint) == Character.DIRECTIONALITY_NONSPACING_MARK;
            boolean now = joins || isRightToLeft(codePoint);
            if (now != inside) {
                kept.append(MARK);
            }
            inside = now;
            kept.appendCodePoint(codePoint);
        }
        return inside ? kept.append(MARK).toString() : kept.toString();
    }

    private static boolean isRightToLeft(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER ->
                true;
            default -> false;
        };
    }
}
