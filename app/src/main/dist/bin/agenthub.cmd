@echo off
rem Starts AgentHub with a JDK 25 or newer: AGENTHUB_JAVA_HOME, then JAVA_HOME, then the installed ones.
setlocal
set "APP=%~dp0.."
set "JAVA="
call :try "%AGENTHUB_JAVA_HOME%"
call :try "%APP%\runtime"
call :try "%JAVA_HOME%"
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%USERPROFILE%\.jdks\*") do call :try "%%~D"
if not defined JAVA (
  echo agenthub: AgentHub needs Java 25 or newer. Install a JDK 25, or name one in AGENTHUB_JAVA_HOME. [JAVA_NOT_FOUND] 1>&2
  exit /b 2
)
set "START=command"
set "MODULES="
if "%~1"=="desktop" (
  set "START=desktop"
  set MODULES=-p "%APP%\lib\javafx"
)
rem What Java loads at a start, kept by the build for the Java that it ran; any other starts without it.
set "CACHE="
fc /b "%JAVA%\..\..\release" "%APP%\java.release" >nul 2>nul && set CACHE="-XX:AOTCache=%APP%\%START%.aot" "-Xlog:aot*=off"
"%JAVA%" "@%APP%\lib\%START%.args" %CACHE% %AGENTHUB_JAVA_OPTS% %MODULES% -cp "%APP%\lib\*" dev.agenthub.app.launcher.Main %*
exit /b %ERRORLEVEL%

:try
if defined JAVA exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
for /f "tokens=2 delims=.=" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do call :newer "%%~V" "%~1"
exit /b 0

:newer
set "MAJOR=%~1"
set "MAJOR=%MAJOR:"=%"
if %MAJOR% GEQ 25 set "JAVA=%~2\bin\java.exe"
exit /b 0
