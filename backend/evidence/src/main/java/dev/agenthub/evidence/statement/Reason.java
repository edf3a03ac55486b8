package dev.agenthub.evidence.statement;

/** The reason that a member gives for a decision. */
public final class Reason {

    private Reason() {}

    /** Whether the text is blank: it has no code points but those with the Unicode property White_Space or Default_Ignorable_Code_Point. */
    public static boolean isBlank(String reason) {
        return reason.codePoints().allMatch(c -> isWhiteSpace(c) || isIgnorable(c));
    }

    /** White_Space, which is more and less than what Java takes for it. */
    private static boolean isWhiteSpace(int c) {
        return (c >= 0x9 && c <= 0xD) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    /** Default_Ignorable_Code_Point: what is not drawn by itself, those not assigned yet included. */
    private static boolean isIgnorable(int c) {
        return switch (c) {
            case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0 -> true;
            default -> (c >= 0x180B && c <= 0x180F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E)
                    || (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFFF0 && c <= 0xFFF8)
                    || (c >= 0x1BCA0 && c <= 0x1BCA3) || (c >= 0x1D173 && c <= 0x1D17A)
                    || (c >= 0xE0000 && c <= 0xE0FFF);
        };
    }
}
