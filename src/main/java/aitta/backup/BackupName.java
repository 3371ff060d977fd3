package aitta.backup;

import java.util.regex.Pattern;

/** What a backup can be called: it becomes the name of a folder. */
public final class BackupName {
  public static final String RULE =
      "1 to 128 characters of A-Z a-z 0-9 . _ - and not start with a dot";
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

  private BackupName() {}

  public static boolean isLegal(String name) {
    return name != null && LEGAL.matcher(name).matches();
  }
}
