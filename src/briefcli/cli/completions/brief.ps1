# Completion of brief for Windows PowerShell 5.1 and PowerShell 7.
Register-ArgumentCompleter -Native -CommandName brief -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $start = $commandAst.Extent.StartOffset
    $line = $commandAst.Extent.Text.PadRight($cursorPosition - $start).Substring(0, $cursorPosition - $start)
    $before = [Console]::OutputEncoding
    $env:_BRIEF_COMPLETE = 'powershell'
    $env:_BRIEF_LINE = $line
    try {
        [Console]::OutputEncoding = [Text.UTF8Encoding]::new()
        & $commandAst.CommandElements[0].Value 2>$null | Where-Object { $_ } | ForEach-Object {
            $value, $label = $_ -split "`t", 2
            $text = if ($value -match '[^\p{L}\p{Nd}_.,:/@%+=-]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
            if (-not $label) { $label = $value }
            [Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $label)
        }
    } finally {
        [Console]::OutputEncoding = $before
        Remove-Item env:_BRIEF_COMPLETE, env:_BRIEF_LINE
    }
}
