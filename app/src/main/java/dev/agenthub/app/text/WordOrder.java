package dev.agenthub.app.text;

/** Keeps the words of a text in their logical order on the screen, whatever the direction of their script. */
public final class WordOrder {
    /** Left-to-right mark: invisible, and ends the effect of right-to-left text on its neighbours. */
    private static final char MARK = '\u200E';

    private WordOrder() {}

    /**
     * Puts marks around every run of right-to-left letters in {@code text}, which must have no hidden characters
     * left. Inside a run the letters follow their script's direction; numbers and names beside it keep their place.
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
